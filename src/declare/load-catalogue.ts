/** What the source documents ask: frameworks/catalogue.yaml. */
import { join } from 'node:path'
import { z } from 'zod'
import { Ask } from '../model/index.ts'
import { conform } from './conform.ts'
import { frameworksFolder } from './load-framework.ts'
import { readYaml } from './read-yaml.ts'

export const loadCatalogue = async (): Promise<Ask[]> =>
  conform(z.array(Ask), await readYaml(join(frameworksFolder, 'catalogue.yaml'), 'frameworks/catalogue.yaml'))
