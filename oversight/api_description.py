"""How the API is described (drf-spectacular): its title, and names of the choices that several fields share."""

SPECTACULAR = {
    "TITLE": "Healthcare oversight portal",
    "DESCRIPTION": "Joint supervision of healthcare: who does what, what is owed, which institutions there are.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["kernel.api.defaults.ActingRequired"],
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "kernel.api.schema.add_problems"],
    "ENUM_NAME_OVERRIDES": {
        "RegionKind": "agencies.enums.RegionKind",
        "AgencyKind": "agencies.enums.AgencyKind",
        "DutyState": "obligations.enums.DutyState",
        "WithdrawalGround": "disclosure.enums.WithdrawalGround",
        "StandingKind": "events.enums.StandingKind",
        "SupervisedKind": "institutions.enums.SupervisedKind",
        "PermitKind": "institutions.enums.PermitKind",
        "EquipmentKind": "institutions.enums.EquipmentKind",
        "RegistrationKind": "practitioners.enums.RegistrationKind",
        "CancelGround": "practitioners.enums.CancelGround",
        "DoctorCategory": "practitioners.enums.DoctorCategory",
        "InstitutionCategory": "institutions.enums.Category",
        "HospitalLevel": "institutions.enums.Level",
        "DishonestyLevel": "events.enums.Level",
    },
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
