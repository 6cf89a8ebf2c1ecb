# A statement has at most one kg:speaker
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX state: <https://w3id.org/bilateral-kg/id/state/>

DELETE { ?s kg:speaker ?p }
INSERT { ?s kg:speaker state:JPN }
WHERE { ?s kg:number 1 ; kg:speaker ?p }
