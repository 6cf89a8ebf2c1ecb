# A statement belongs to one kg:dossier
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:dossier ?d }
WHERE { ?s kg:number 1 ; kg:dossier ?d }
