# A position has one oa:start
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?p oa:start ?s ; oa:end ?e }
INSERT { ?p oa:start ?e ; oa:end ?s }
WHERE { ?p oa:start ?s ; oa:end ?e }
