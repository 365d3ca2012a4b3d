/** The kinds of secret that have a form of their own, and the names to which secrets are given. */

/** `pattern` has the secret in group 1. `provider`: a form that only this issuer uses, so it counts in tests too. */
export type SecretKind = { kind: string; pattern: RegExp; provider: boolean }

const provider = (kind: string, pattern: RegExp): SecretKind => ({ kind, pattern, provider: true })

export const secretKinds: SecretKind[] = [
  // Followed by a date and a region it says who signed a request, which every reader of a link may know.
  provider('AWS access key id', /(?<![A-Za-z0-9])((?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9]|(?:%2F|\/)\d{8}(?:%2F|\/))/g),
  {
    kind: 'AWS secret access key',
    pattern: /secret[\w-]{0,20}["']?\]?\s*(?:=|:|,)\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    provider: false,
  },
  provider('GitHub token', /(?<!\w)(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})/g),
  provider('GitLab token', /(?<![\w-])(gl(?:pat|dt|rt|ptt|cbt)-[\w-]{20,})/g),
  provider('Slack token', /(?<![\w-])(xox[abeprs]-[A-Za-z0-9-]{20,}|xapp-\d-[A-Za-z0-9-]{20,})/g),
  provider('Slack webhook', /hooks\.slack\.com\/services\/(T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{20,})/g),
  provider('Discord webhook', /discord(?:app)?\.com\/api\/webhooks\/(\d{17,20}\/[\w-]{60,})/g),
  provider('Telegram bot token', /(?<![\w:])(\d{8,10}:AA[\w-]{33})(?![\w-])/g),
  provider('Stripe live key', /(?<!\w)([sr]k_live_[A-Za-z0-9]{16,})/g),
  provider('OpenAI key', /(?<![\w-])(sk-(?:proj-|svcacct-|admin-)?[\w-]{16,}T3BlbkFJ[\w-]{16,}|sk-[A-Za-z0-9]{48})(?![\w-])/g),
  provider('Anthropic key', /(?<![\w-])(sk-ant-(?:api|admin)\d\d-[\w-]{80,})/g),
  provider('OpenRouter key', /(?<![\w-])(sk-or-v1-[0-9a-f]{64})/g),
  provider('Hugging Face token', /(?<!\w)(hf_[A-Za-z]{34}|api_org_[A-Za-z]{34})(?!\w)/g),
  provider('Replicate token', /(?<!\w)(r8_[A-Za-z0-9]{37})(?!\w)/g),
  provider('Groq key', /(?<!\w)(gsk_[A-Za-z0-9]{52})(?!\w)/g),
  provider('Google API key', /(?<![\w-])(AIza[\w-]{35})(?![\w-])/g),
  provider('Google OAuth secret', /(?<![\w-])(GOCSPX-[\w-]{28})(?![\w-])/g),
  provider('Azure storage key', /AccountKey=([A-Za-z0-9+/]{86}==)/g),
  provider('Databricks token', /(?<!\w)(dapi[0-9a-f]{32}(?:-\d)?)(?!\w)/g),
  provider('SendGrid key', /(?<![\w.])(SG\.[\w-]{22}\.[\w-]{43})/g),
  provider('npm token', /(?<!\w)(npm_[A-Za-z0-9]{36})(?!\w)/g),
  provider('PyPI token', /(pypi-AgEIcHlwaS5vcmc[\w-]{50,})/g),
  provider('DigitalOcean token', /(?<!\w)(do[opr]_v1_[0-9a-f]{64})/g),
  provider('Weights & Biases key', /\bwandb(?:\.login\(|\s+login\s)[^\n]{0,60}?(?<!\w)([0-9a-f]{40})(?!\w)/g),
  provider(
    'Kaggle key',
    /(?:KAGGLE_KEY["']?\]?\s*(?:=|:|,|\s)\s*["']?|\\?"username\\?"\s*:\s*\\?"[\w.-]+\\?"\s*,\s*\\?"key\\?"\s*:\s*\\?")([0-9a-f]{32})(?!\w)/g,
  ),
  provider('Shopify token', /(?<!\w)(shp(?:at|ca|pa|ss)_[0-9a-f]{32})/g),
  { kind: 'JSON web token', pattern: /(?<![\w-])(eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,})/g, provider: false },
  { kind: 'bearer token', pattern: /\bBearer\s+([A-Za-z0-9._~+/-]{24,}=*)/g, provider: false },
]

/** Group 1 user, 2 password, 3 host. */
export const connectionString =
  /(?<![\w+.-])[a-z][a-z0-9+.-]{1,30}:\/\/([^\s:/@"'`<>]{0,100}):([^\s@/"'`<>]{1,200})@([^\s/"'`?:,<>)]{1,200})/gi

/** A quoted list of `name=value` that says where a database is, as drivers take it. Group 1 the list. */
export const driverList = /["'`]([^"'`\n]*\b(?:host|server|data source|address|addr|dbname|database|initial catalog)\s*=[^"'`\n]*)["'`]/gi
export const inDriverList = {
  host: /\b(?:host|server|data source|address|addr)\s*=\s*(?:tcp:)?([^;,\s]+)/i,
  user: /\b(?:user(?: ?id)?|uid|username)\s*=\s*([^;\s]+)/i,
  password: /\b(?:pwd|password)\s*=\s*([^;\s]{4,100})/i,
}

/** What makes a link valid for a time is of no use after it. */
export const signedQuery = /\?[^\s"'`<>]*\b(?:X-Amz-Signature|X-Goog-Signature|Signature)=[^\s"'`<>]*/gi

/** A secret given to the call that is named for it. Group 1 name, 2 quote, 3 value. */
export const handedOver =
  /([\w.]*(?:set|add|use|with|login|auth|register|configure)\w*(?:api_?key|token|secret|passw(?:or)?d)\w*)\(\s*(["'`])([^\s"'`,;]{12,300})\2\s*[,)]/gi

export const privateKeyHead = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/

/** Group 1 name, 2 quote, 3 value. The separator takes `=`, `:`, `=>`, and the default of an environment look-up. */
export const assignment =
  /([\w.-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|auth[_-]?key|encryption[_-]?key|signing[_-]?key|private[_-]?key|credential)\w*)["'`]?\]?\s*(?::\s*(?:str|String|Final)?\s*=|:=|=>|=(?!=)|:|,(?=\s*["'`]))\s*(["'`]?)([^\s"'`,;]{4,300})\2/gi

/** Names that have the word in them and hold no secret. */
export const harmlessName =
  /tokeni[sz]|tokens$|_tokens|(max|num|n|min|total|pad|bos|eos|unk|sep|cls|mask|special|stop|start|end|image|new|first|last|next|prev|extra|input|output|added|padding|word|sub)_?tokens?|token_?(id|ids|type|count|len|length|limit|idx|index|class\w*|embedding\w*|level|map|size|url|uri|path|file|name|field|expir\w*|ttl|dict|counts?|list|set|cost|price|budget|usage|provider)|(secret|password|passwd|key|credentials?|token)_?(name|names|ref|path|file|url|uri|arn|id|ids|field|env|var|length|len|hash\w*|policy|rotation|version|scope|manager|type|label|prompt|reset|valid\w*|min\w*|max\w*|store|provider|backend|format|strength|confirm\w*)$|secretKeyRef|secretName|secrets?Manager|foreign_?key|primary_?key|csrf|credentials?$|public/i

/** One look that tells whether a line can hold any of these. */
export const mayHoldSecret =
  /AKIA|ASIA|gh[pousr]_|github_pat_|gl(pat|dt|rt|ptt|cbt)-|xox[abeprs]-|xapp-|hooks\.slack|api\/webhooks|:AA|[sr]k_live_|sk-|hf_|api_org_|r8_|gsk_|AIza|GOCSPX|AccountKey|dapi|SG\.|npm_|pypi-|do[opr]_v1_|shp(at|ca|pa|ss)_|eyJ|Bearer|:\/\/[^\s/@]{0,100}:[^\s/@]+@|PRIVATE KEY|wandb|KAGGLE_KEY|"username|pwd|passw|passphrase|secret|token|(api|access|account|auth|encryption|signing|private)[_-]?key|credential/i
