# The text is not the one whose kg:sha256 was recorded
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?r kg:text ?t }
INSERT { ?r kg:text ?longer }
WHERE { ?r kg:text ?t . BIND(CONCAT(?t, " And so on.") AS ?longer) }
