# A statement is about one kg:issue
PREFIX issue: <https://w3id.org/bilateral-kg/issue/>
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:issue ?d }
INSERT { ?s kg:issue issue:no_such_issue }
WHERE { ?s kg:number 1 ; kg:issue ?d }
