from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"

    def ready(self):
        from oversight import celery  # noqa: F401  the app that web processes send jobs with
