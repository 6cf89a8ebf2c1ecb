# A skipped passage says why
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:reason ?o }
WHERE { ?s kg:reason ?o }
