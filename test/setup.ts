/** Properties are tried with the same numbers everywhere; ASSAY_SEED tries others. Nothing is kept between runs, so that each measures. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.ASSAY_SEED ?? 20_260_701) })
process.env.ASSAY_CACHE = 'off'
