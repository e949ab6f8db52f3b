"""Composer une page en une fois : nbconvert relit et récrit par BeautifulSoup tout ce que son gabarit vient d'écrire.

Il y cherche des images sans texte de remplacement et des cadres de JupyterLab ; nos gabarits n'ont ni les unes ni les
autres, et c'était les deux tiers du temps que mettait une copie à s'ouvrir.
"""

from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter


class PageExporter(HTMLExporter):
    """L'exportateur de nbconvert, moins cette relecture."""

    def from_notebook_node(self, nb, resources=None, **options):
        """La page d'un carnet, et ce qu'elle a demandé."""
        resources = self._init_resources(resources)
        kinds = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", kinds)
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)
