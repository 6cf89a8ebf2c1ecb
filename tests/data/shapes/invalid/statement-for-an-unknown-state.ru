# A statement is made for somebody
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX state: <https://w3id.org/bilateral-kg/id/state/>

DELETE { ?s kg:onBehalfOf ?o }
INSERT { ?s kg:onBehalfOf state:XYZ }
WHERE { ?s kg:number 2 ; kg:onBehalfOf ?o }
