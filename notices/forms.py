"""The shape of an address."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notices.channels import Channel


class AddressForm(forms.Form):
    """Where a person is reached through a channel."""

    address = forms.CharField(max_length=254)
    language = forms.ChoiceField(label=_("Language of the messages"), choices=settings.LANGUAGES)
    is_on = forms.BooleanField(label=_("Send me messages here"), required=False)

    def __init__(self, *args, channel: Channel, **kwargs):
        super().__init__(*args, **kwargs)
        self.channel = channel
        self.fields["address"].label = channel.address_label
        self.fields["address"].help_text = channel.address_help

    def clean_address(self) -> str:
        return self.channel.clean(self.cleaned_data["address"])
