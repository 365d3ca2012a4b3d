/** Says where a loaded thing comes from, by what the names on its way lead back to. */
import type { Origin } from '../values/trace.ts'

/** `internet`: an address or a public hub. `request`: somebody who uses the service. `store`: a bucket or registry. `tree`: a committed file. `own`: code here writes it. */
export type Whence = 'internet' | 'request' | 'store' | 'tree' | 'own' | 'unknown'

const downloading =
  /(^|\.)(hf_hub_download|snapshot_download|cached_download|urlretrieve|urlopen|download_url_to_file|load_state_dict_from_url|load_url|load_file_from_url|download_url|get_file|cached_path|model_download|dataset_download|competition_download|notebook_output_download|download_file_from_google_drive|cached_download)$|^(requests|httpx)(\(\)|\.Session\(\)|\.Client\(\))?\.(get|request|stream|post)$|^(gdown|wget|pooch|urllib\.request|kagglehub|huggingface_hub)\.|^(requests|httpx)\.(get|stream)/
const storing =
  /(^|\.)(download_file|download_fileobj|download_blob|download_to_filename|download_to_file|download_as_bytes|download_as_string|get_object|get_blob|download_artifacts|use_artifact|get_model_path|download_from_gcs|readall)(\(\).*)?$|^(dvc\.api|fsspec|s3fs|gcsfs|boto3|minio|mlflow|wandb|google\.cloud\.storage|azure)\b/
const asked =
  /(^|\.)(file_uploader|recv|recvfrom|get_json|get_data)$|^(flask\.)?request\.(files|data|form|get_data|get_json|body|stream|json)\b|(^|\.)(await_)?request\.(body|stream|FILES|files|data)\b|^streamlit\.file_uploader$|UploadFile/
const writing = /(^|\.)(dump|save|to_pickle|save_checkpoint|savez?|savez_compressed|save_model)$/
const address = /^(https?|ftp):\/\/(?!localhost|127\.|0\.0\.0\.0)/
const bucket = /^(s3|gs|gcs|abfss?|wasbs?|az|hdfs|dbfs|models|runs|mlflow-artifacts):\//

/** `paths`: the files of the tree by their last names. `written`: last names that code of the repository writes. */
export function whenceOf(origins: Origin[], tree: { names: Set<string>; written: Set<string> }): Whence {
  const calls = origins.filter(({ kind }) => kind === 'call').map(({ text }) => text)
  const texts = origins.filter(({ kind, beside }) => kind === 'text' && !beside).map(({ text }) => text)
  const attributes = origins.filter(({ kind }) => kind === 'attribute').map(({ text }) => text)
  if ([...calls, ...attributes].some((name) => asked.test(name))) return 'request'
  const stored = calls.some((name) => storing.test(name)) || texts.some((text) => bucket.test(text))
  if (!stored && (calls.some((name) => downloading.test(name)) || texts.some((text) => address.test(text)))) return 'internet'
  if (stored) return 'store'
  if (calls.some((name) => writing.test(name))) return 'own'
  const names = texts.map((text) => text.split('/').at(-1) ?? text).filter((name) => /\.\w+$/.test(name))
  if (names.some((name) => tree.names.has(name))) return 'tree'
  return names.some((name) => tree.written.has(name)) ? 'own' : 'unknown'
}

/** A digest is compared, or asked of the downloader, on the way. */
export const holdsDigest = (text: string): boolean =>
  /hashlib\.(sha\d|md5|blake)[\s\S]*(==|!=|compare_digest)|\b(known_hash|hash_prefix|expected_hash|file_hash|expected_sha\w*|sha256_hash|md5_hash)\s*=\s*(?!None)\S|check_hash\s*=\s*True/.test(
    text,
  )
