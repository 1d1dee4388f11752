"""The manager of users, as Django's and allauth's commands expect it."""

from django.contrib.auth.base_user import BaseUserManager

from agencies.querysets import UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username: str, password: str | None = None, **facts):
        """A new account; the password is hashed, and unusable when None. User names know no capitals."""
        user = self.model(username=self.model.normalize_username(username).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user
