/** What a subject file or an answer says of heads, as facts that rules can name. Claimed: nobody has counted. */
import { z } from 'zod'

const heads = z.number().nonnegative()

export const company = {
  id: 'company',
  title: 'How many people, as they say',
  facts: z.object({
    people: heads,
    engineers: heads,
    ml_engineers: heads,
    ml_platform_engineers: heads,
    /** Machine-learning engineers among all engineers. */
    ml_share: z.number(),
    /** Those who build models, for each who builds their platform. */
    builders_per_platform_engineer: z.number(),
  }),
}

export const headcounts = ['people', 'engineers', 'ml_engineers', 'ml_platform_engineers'] as const
export type Headcount = (typeof headcounts)[number]
