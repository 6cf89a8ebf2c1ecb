# A readout keeps the text that was read
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?r kg:text ?t }
WHERE { ?r kg:text ?t }
