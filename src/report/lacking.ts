/** What a practice lacks to be whole, in plain words, by the column of evidence that tells it. */

/** `said`: the place's own sentence tells it already. */
const words: { [column: string]: { says: string; said?: RegExp } } = {
  automatic: { says: 'nothing starts it by itself', said: /starts it|by hand|manual/ },
  failure_propagates: { says: 'its failure is thrown away', said: /exit code|fail/ },
  enabled: { says: 'it is switched off, or nothing sets it off', said: /switched off|no schedule|was not found|disabled|scheduled/ },
  tests_exist: { says: 'the tests it names are not there', said: /not there|no test|gone/ },
  whole: { says: 'it covers a fragment of training', said: /fragment|not a test/ },
  in_ci: { says: 'no workflow runs it', said: /no CI|run from|not a test|runs$/ },
  can_fail: { says: 'it cannot fail', said: /cannot fail|exit code/ },
  enforced: { says: 'nothing stops when it is missed', said: /nothing stops|only (print|log)/ },
  release_depends: { says: 'no release was found to wait for it', said: /release/ },
  logs_metrics: { says: 'no figure is recorded', said: /no figure|no code that trains/ },
  reached: { says: 'no code that trains was found to reach it', said: /reach|without a name|no version|never/ },
  pinned: { says: 'nothing pins the data to a version', said: /not pinned/ },
  used: { says: 'nothing that counts installs or reads it', said: /no install|not used/ },
  registers: { says: 'no version is registered', said: /no version|without a name|never/ },
  exact_share: { says: 'some versions are left open', said: /%/ },
  fixed: { says: 'the value is not fixed', said: /no fixed seed|none unless/ },
  measured: { says: 'it is not measured', said: /no metric/ },
  same_metric: { says: 'it is not measured as the model is', said: /metric/ },
  training_data: { says: 'what it was trained on is not said' },
  quality: { says: 'how good it is is not said' },
  describes_model: { says: 'what the model is for is not said' },
  in_service: { says: 'what it releases serves nobody', said: /package|publish|image/ },
  trains: { says: 'it trains nothing', said: /trains nothing/ },
  renews: { says: 'the model it trains goes nowhere', said: /goes nowhere|renews/ },
  versions: { says: 'only one version stands behind it', said: /one version/ },
  analysis: { says: 'nothing looks at a measurement before it goes on', said: /turn it back|measurement/ },
  compared: { says: 'the answers are not compared', said: /compare/ },
  collected: { says: 'nothing collects it', said: /not collected/ },
}

/** Empty when the sentence of the place tells all of it. */
export const lackingWords = (columns: readonly string[], note: string): string =>
  columns
    .flatMap((column) => {
      const known = words[column]
      return known === undefined || known.said?.test(note) === true ? [] : [known.says]
    })
    .join('; ')
