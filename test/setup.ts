/** Properties are tried with the same numbers everywhere; ASSAY_SEED tries others. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.ASSAY_SEED ?? 20_260_701) })
