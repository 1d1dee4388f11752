"""Password rules of level-3 protection that Django does not bring (rulebook 11.1)."""


class CharacterClassesValidator:
    def __init__(self, classes=3):
        self.classes = classes

    def validate(self, password, user=None): ...

    def get_help_text(self):
        return ""


class HistoryValidator(CharacterClassesValidator): ...
