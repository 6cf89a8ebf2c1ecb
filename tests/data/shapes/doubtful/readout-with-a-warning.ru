# The reader was in doubt
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

INSERT { ?r kg:warning "the publisher is not told" }
WHERE { ?r a kg:Readout }
