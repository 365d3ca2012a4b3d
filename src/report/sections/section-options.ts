/** What an edition may ask of a section: at most `most` lines, and only `parts` of the frameworks (EditionSection in model/edition.ts). */
export type SectionOptions = { most?: number; parts?: readonly string[] }
