# Nobody is known to publish this readout
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?r kg:publisher ?p }
WHERE { ?r kg:publisher ?p }
