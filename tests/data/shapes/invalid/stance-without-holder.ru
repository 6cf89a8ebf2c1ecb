# A stance is somebody's
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:holder ?o }
WHERE { ?s kg:holder ?o }
