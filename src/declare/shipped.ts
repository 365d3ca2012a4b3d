/** What ships beside the frameworks: the catalogue of asks, and the editions. */
export { loadCatalogue } from './load-catalogue.ts'
export { loadEditions } from './load-edition.ts'
