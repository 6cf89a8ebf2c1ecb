# A stance is shown by one statement
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:expressedIn ?o }
WHERE { ?s kg:expressedIn ?o }
