"""Import and export of tables in the admin (django-import-export): a dry run, then the same once more for good."""

from typing import ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import resources
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Result, RowResult
from import_export.tmp_storages import CacheStorage
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from kernel import audit
from kernel.admin.formats import ROW, Column, Table
from kernel.errors import Refused
from kernel.exports import escaped


class NumberedResult(Result):
    """Names rows as the spreadsheet does."""

    def append_invalid_row(self, number, row, validation_error):
        super().append_invalid_row(row[ROW], row, validation_error)


class TableResource(resources.Resource):
    """Rows of a table as records of ours: found by a natural key, created and changed by services.

    key: the columns that together name a record.  Subclasses say `find`, `values`, `create` and `change`.
    """

    columns: ClassVar[dict[str, Column]] = {}
    key: ClassVar[tuple[str, ...]] = ()

    class Meta:
        instance_loader_class = BaseInstanceLoader  # records are found by `find`

    def __init__(self, *, by, at, **kwargs):
        super().__init__(**kwargs)
        self.by, self.at = by, at
        self.seen: dict[tuple, int] = {}
        self.fields = {name: Field(column_name=str(column.heading)) for name, column in self.columns.items()}

    def key_of(self, facts: dict) -> tuple:
        return tuple(facts.get(name) for name in self.key)

    def find(self, facts: dict):
        """The record that a row names, or None."""
        raise NotImplementedError

    def values(self, record) -> dict:
        """What the columns say about a record."""
        raise NotImplementedError

    def create(self, facts: dict):
        raise NotImplementedError

    def change(self, record, facts: dict) -> None:
        """Bring a record up to a row; `facts` holds only what differs."""
        raise NotImplementedError

    @classmethod
    def get_display_name(cls):
        return str(cls._meta.model._meta.verbose_name_plural)

    @classmethod
    def get_result_class(cls):
        return NumberedResult

    def get_diff_headers(self):
        return [str(column.heading) for column in self.columns.values()]

    def get_export_headers(self, selected_fields=None):
        return self.get_diff_headers()

    def export_resource(self, instance, selected_fields=None, **kwargs):
        values = self.values(instance)
        return [escaped(self.text(name, values[name])) for name in self.columns]

    def text(self, name: str, value) -> str:
        return "" if value is None else self.columns[name].show(value)

    def import_row(self, row, instance_loader, **kwargs):
        result = RowResult()
        try:
            with transaction.atomic():
                self.import_facts(self.read(row), result)
            return result
        except ValidationError as error:
            result.validation_error = error
        except Refused as refusal:
            result.validation_error = ValidationError(str(refusal.reason))
        except PermissionDenied:
            result.validation_error = ValidationError(_("This lies outside your territory, or is not yours to change."))
        except IntegrityError:
            result.validation_error = ValidationError(_("This contradicts another record."))
        result.import_type = RowResult.IMPORT_TYPE_INVALID
        return result

    def import_facts(self, facts: dict, result: RowResult) -> None:
        record = self.find(facts)
        if record is None:
            result.import_type = RowResult.IMPORT_TYPE_NEW
            result.diff = [self.text(name, facts.get(name)) for name in self.columns]
            result.instance = self.create(facts)
            return
        values = self.values(record)
        differing = {name: fact for name, fact in facts.items() if fact != values[name]}
        result.import_type = RowResult.IMPORT_TYPE_UPDATE if differing else RowResult.IMPORT_TYPE_SKIP
        result.diff = [self.difference(name, values[name], facts.get(name, values[name])) for name in self.columns]
        if differing:
            self.change(record, differing)

    def difference(self, name: str, before, after):
        if before == after:
            return self.text(name, before)
        return format_html("<del>{}</del> <ins>{}</ins>", self.text(name, before), self.text(name, after))

    def read(self, row: dict) -> dict:
        """The facts of a row by column; every fault of it at once (ValidationError, by heading)."""
        facts, faults = {}, {}
        for name, column in self.columns.items():
            cell = row.get(str(column.heading))
            try:
                if column.required and not cell:
                    raise ValidationError(_("This cell must not be empty."))
                if cell:
                    facts[name] = column.read(cell)
                elif cell is not None and column.clears:
                    facts[name] = None
            except ValidationError as error:
                faults[str(column.heading)] = error
        if faults:
            raise ValidationError(faults)
        self.refuse_twice(facts, row[ROW])
        return facts

    def refuse_twice(self, facts: dict, number: int) -> None:
        first = self.seen.setdefault(self.key_of(facts), number)
        if first != number:
            heading = str(self.columns[self.key[-1]].heading)
            raise ValidationError({heading: _("Row %(row)s says the same already.") % {"row": first}})


class UploadStorage(CacheStorage):
    """The file between the dry run and its confirmation, an hour at most."""

    CACHE_LIFETIME = 3600

    def read(self):
        data = super().read()
        if data is None:
            raise Refused(_("This file was imported already, or too long ago. Choose it again."))
        return data


class TableImportForm(ImportForm):
    field_order = ("import_file", "format", "resource")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].label = gettext_lazy("File (CSV or XLSX)")


class TablesMixin(ImportExportMixin):
    """Adds import and export to a ScopedAdmin; `resource_classes` holds one TableResource."""

    import_form_class, export_form_class = TableImportForm, ExportForm
    tmp_storage_class = UploadStorage
    to_encoding = "utf-8-sig"
    skip_admin_log = True

    def get_import_formats(self):
        return [type("Table", (Table,), {"columns": self.resource_classes[0].columns})]

    def get_export_formats(self):
        return [XLSX, CSV]

    def get_import_resource_kwargs(self, request, **kwargs):
        return {"by": request.acting, "at": timezone.now()}

    get_export_resource_kwargs = get_import_resource_kwargs

    def has_import_permission(self, request):
        return self.has_add_permission(request)

    def has_export_permission(self, request):
        return self.has_module_permission(request)

    def get_valid_export_item_pks(self, request):
        return self.get_queryset(request).values_list("pk", flat=True)

    def get_import_data_kwargs(self, **kwargs):
        return {"rollback_on_validation_errors": True}

    def import_action(self, request, **kwargs):
        """The dry run; a file that cannot be read is answered with what is wrong with it, and a status that says so."""
        response = super().import_action(request, **kwargs)
        form = response.context_data["form"]
        if form.errors:
            response.status_code = getattr(form, "refused_as", 422)
        return response

    def add_data_read_fail_error_to_form(self, form, e):
        if not isinstance(e, Refused):
            raise e
        form.refused_as = e.status
        form.add_error("import_file", [str(fault) for fault in getattr(e, "faults", ())] or e.reason)

    def process_result(self, result, request):
        """All rows were saved, or none: then the page says once more why."""
        if result.has_errors() or result.has_validation_errors():
            return self.faulty(result, request)
        audit.note(
            "import", self.opts.label_lower, **{kind: number for kind, number in result.totals.items() if number}
        )
        return self.imported(result, request) or super().process_result(result, request)

    def imported(self, result, request) -> HttpResponse | None:
        """A page of its own after an import; the list, with a message, when there is none."""
        return None

    def faulty(self, result, request) -> HttpResponse:
        form = self.import_form_class(self.get_import_formats(), self.resource_classes)
        context = self.admin_site.each_context(request) | {
            "title": _("Import"), "form": form, "opts": self.opts, "media": self.media + form.media, "result": result,
        }  # fmt: skip
        return TemplateResponse(request, [self.import_template_name], context, status=409)

    def get_data_for_export(self, request, queryset, **kwargs):
        """What leaves the portal is noted: by which filter, and how many rows."""
        data = super().get_data_for_export(request, queryset, **kwargs)
        audit.note("export", self.opts.label_lower, filter=request.GET.urlencode(), rows=len(data))
        return data
