# Other words stand before or after this quote
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?q oa:prefix ?w }
INSERT { ?q oa:prefix "It is not true that " }
WHERE { ?s kg:number 1 ; kg:evidence/oa:hasSelector ?q . ?q oa:prefix ?w }
