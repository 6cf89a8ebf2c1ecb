# A statement is made for somebody
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:onBehalfOf ?o }
WHERE { ?s kg:number 2 ; kg:onBehalfOf ?o }
