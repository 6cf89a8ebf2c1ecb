# A statement needs the words that show it
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:evidence ?e }
WHERE { ?s kg:number 1 ; kg:evidence ?e }
