# These words do not stand in the text at their place
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?q oa:exact ?w }
INSERT { ?q oa:exact "Words that nobody said" }
WHERE { ?s kg:number 1 ; kg:evidence/oa:hasSelector ?q . ?q oa:exact ?w }
