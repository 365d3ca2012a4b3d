// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${NAME}` is how a subject file names a variable
import { describe, expect, it } from 'vitest'
import type { Subject } from '../model/index.ts'
import { holdAddresses } from './hold-addresses.ts'
import type { YamlFile } from './read-yaml.ts'

const yaml: YamlFile = { file: 'f', data: {}, place: (path, of) => ({ file: `${path.join('.')} ${of}` }) }
const subjectOf = (rest: Partial<Subject>): Subject => ({ assay: 1, subject: { name: 'x' }, ...rest })
const hold = (url: string) => () => holdAddresses(yaml, subjectOf({ endpoint: { url } }))

describe('holdAddresses', () => {
  it.each([
    'http://127.0.0.1:8000/predict',
    'https://h/?page=1&size=10',
    'HTTP://H/',
    'http://${USER}:${PASSWORD}@h/',
    'https://ada:${PASSWORD}@h/',
    'http://h/?token=${TOKEN}',
    '${URL}',
    '${SCHEME}://h/',
    'http://h/a@b',
    'http://[::1]:8000/',
  ])('takes %s', (url) => {
    expect(hold(url)).not.toThrow()
  })

  it.each([
    ['http://ada:hunter2@h/', 'holds a password'],
    ['http://hunter2@h/', 'holds a password'],
    ['http://:hunter2@h/', 'holds a password'],
    ['http://a@b:hunter2@h/', 'holds a password'],
    ['http://h/?access_token=hunter2', 'holds a password'],
    ['http://h/?a=1&X-Amz-Signature=hunter2#x', 'holds a password'],
    ['http://ada:hunter2${P}@h/', 'holds a password'],
    ['http://${}/', 'names no variable'],
    ['http://${1A}/', 'names no variable'],
    ['http://${A', 'names no variable'],
    ['ftp://h/', 'is no web address'],
    ['http://', 'is no web address'],
    ['h:8000', 'is no web address'],
    ['javascript:alert(1)', 'is no web address'],
  ])('refuses %s, without telling it', (url, says) => {
    expect(hold(url)).toThrow(expect.objectContaining({ place: { file: 'endpoint.url value' }, message: expect.stringContaining(says) }))
    expect(hold(url)).not.toThrow('hunter2')
  })

  it('holds every address, and lets a store of MLflow be a folder', () => {
    expect(() => holdAddresses(yaml, subjectOf({ mlflow: { uri: 'mlruns' } }))).not.toThrow()
    expect(() => holdAddresses(yaml, subjectOf({ mlflow: { uri: 'postgresql://a:b@h/db' } }))).toThrow('`mlflow.uri` holds a password')
    expect(() => holdAddresses(yaml, subjectOf({ prometheus: { url: 'x' } }))).toThrow('`prometheus.url` is no web address')
  })
})
