/** What a licence asks of whoever uses the work, as far as its name tells: nothing much, the same licence for changes or for all, or no business. */

/** Ordered by what they ask: a product bound by two of them is bound by the later. `terms` limits use in another way (fields, size, time, competing). */
export const kinds = ['permissive', 'weak copyleft', 'strong copyleft', 'terms', 'non-commercial'] as const
export type Kind = (typeof kinds)[number]

/** SPDX identifiers of the licences whose texts are known by numbers, by kind. */
const known: { [kind in Kind]: string } = {
  permissive: `MIT MIT-0 X11 MIT-CMU HPND Apache-1.1 Apache-2.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-2-Clause-Views BSD-3-Clause BSD-3-Clause-Clear
    BSD-4-Clause ISC 0BSD Zlib Libpng libpng-2.0 BSL-1.0 PSF-2.0 Python-2.0 CNRI-Python NCSA PostgreSQL Artistic-2.0 UPL-1.0
    MulanPSL-2.0 AFL-3.0 ECL-2.0 OFL-1.1 Unlicense CC0-1.0 WTFPL MS-PL BlueOak-1.0.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 ODC-By-1.0 PDDL-1.0
    CDLA-Permissive-1.0 CDLA-Permissive-2.0 O-UDA-1.0 OGL-UK-3.0 etalab-2.0 OpenMDW-1.0 Unicode-3.0 Unicode-DFS-2016 curl W3C PHP-3.01 OpenSSL
    bzip2-1.0.6 FTL IJG ZPL-2.1 Intel NTP TCL Vim HDF5 Zed ICU NIST-PD Beerware Fair CECILL-B`,
  'weak copyleft': `LGPL-2.0-only LGPL-2.1-only LGPL-3.0-only MPL-1.1 MPL-2.0 EPL-1.0 EPL-2.0 CDDL-1.0 CDDL-1.1 CPL-1.0 MS-RL CECILL-C CDLA-Sharing-1.0
    Artistic-1.0-Perl ODbL-1.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 GFDL-1.2-only GFDL-1.3-only NASA-1.3 QPL-1.0`,
  'strong copyleft': 'GPL-2.0-only GPL-3.0-only AGPL-3.0-only EUPL-1.1 EUPL-1.2 OSL-3.0 CECILL-2.1 SSPL-1.0 Sleepycat',
  terms: `BUSL-1.1 Elastic-2.0 FSL-1.1-ALv2 FSL-1.1-MIT PolyForm-Small-Business-1.0.0 Hippocratic-2.1 JSON C-UDA-1.0 CC-BY-ND-3.0 CC-BY-ND-4.0`,
  'non-commercial': `PolyForm-Noncommercial-1.0.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0
    CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0`,
}

const listed = kinds.map((kind): [Kind, string[]] => [kind, known[kind].split(/\s+/)])
export const common: readonly string[] = listed.flatMap(([, ids]) => ids).sort()

const byId = new Map(listed.flatMap(([kind, ids]) => ids.map((id) => [id.toLowerCase(), { id, kind }] as const)))

/** Families whose every version asks the same, the licences of models among them, for names that stand in no list. */
const families: [RegExp, Kind][] = [
  [/^(AGPL|GPL)(-[123]\.\d)?(-only|-or-later|\+)?$/i, 'strong copyleft'],
  [/^LGPL(-[23]\.\d)?(-only|-or-later|\+)?$/i, 'weak copyleft'],
  [/^CC-BY-NC(-(SA|ND))?-\d\.\d(-[A-Z]{2,3})?$/i, 'non-commercial'],
  [/^CC-BY-ND-\d\.\d(-[A-Z]{2,3})?$/i, 'terms'],
  [/^CC-BY-SA-\d\.\d(-[A-Z]{2,3})?$/i, 'weak copyleft'],
  [/^CC-(BY|PDDC|PDM)(-\d\.\d)?(-[A-Z]{2,3})?$/i, 'permissive'],
  [/^(MPL|EPL|CDDL)-\d\.\d(-[a-z-]+)?$/i, 'weak copyleft'],
  [/^(EUPL|OSL)-\d\.\d$/i, 'strong copyleft'],
  [/^GFDL-\d\.\d[\w-]*$/i, 'weak copyleft'],
  [/^BSD(-\d-Clause(-\w+)*)?$/i, 'permissive'],
  [/^(MIT|X11|HPND|AFL|OFL|OLDAP|Python|PSF|Unicode|blessing|SGI-B|ZPL|W3C)(-[\w.]+)*$/i, 'permissive'],
  [/^((CreativeML|BigScience|BigCode)-)?((bloom|open)-?)?RAIL(\+\+)?(-[\w.]+)*$|^(Llama|Gemma)-?[\d.]*$/i, 'terms'],
  [/^public domain$/, 'permissive'],
  [/^proprietary$/, 'terms'],
  [/, with limits of its own$/, 'terms'],
  [/^non-commercial terms of its own$/, 'non-commercial'],
]

/** A name of its own or one with a version, as the rarer identifiers have it; nothing is known of what it asks. */
const rarer = /^((DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+|[A-Z][A-Za-z]*(-[A-Za-z]+)*-\d+(\.\d+)+(-[A-Za-z-]+)?)$/

/** An identifier as it is written properly; undefined when it is none that is known. */
export function licenceId(text: string): string | undefined {
  const known = byId.get(text.toLowerCase())?.id
  if (known !== undefined) return known
  return rarer.test(text) || families.some(([family]) => family.test(text)) ? text : undefined
}

/** Undefined when the name does not tell. */
export const kindOf = (id: string): Kind | undefined =>
  byId.get(id.toLowerCase())?.kind ?? families.find(([family]) => family.test(id))?.[1]

/** A licence that lets everybody use the work for everything, whatever it asks of changes. */
export const free = (id: string): boolean => /^permissive$|copyleft$/.test(kindOf(id) ?? '')
