import { describe, expect, test } from 'vitest'
import { context, memoryRepo } from './memory-repo.ts'
import probe from './model-card.ts'

type Files = { [path: string]: string }
type Rows = { path: string; describes_model: boolean; training_data: boolean; quality: boolean; limits: boolean }[]

async function rows(files: Files): Promise<Rows> {
  const finding = await probe.collect({ repo: memoryRepo(files) }, context)
  return finding.state === 'absent' ? [] : (finding.facts.documents as Rows)
}
/** By the rule of the criterion `model_card_or_docs`. */
async function answer(files: Files): Promise<string> {
  const documents = await rows(files)
  if (documents.some(({ describes_model, training_data, quality }) => describes_model && training_data && quality)) return 'present'
  return documents.some(({ describes_model }) => describes_model) ? 'partial' : 'absent'
}

const card = `# Model card: churn

## Intended use
Ranks customers of the phone company by the chance that they leave within a month.

## Training data
All 41,200 contracts of 2023, one row for each month, from the Billing warehouse.

## Performance
ROC AUC of 0.83 on the contracts of January 2024.

## Limitations
Not to be used for business customers, of whom it saw none.
`
const purpose = 'This project predicts the price of used cars from what their offers say.\n'
const data = '\n## Data\nOffers of 12 makers, scraped from Otomoto in May 2023.\n'

const present: [string, Files][] = [
  ['a card', { 'MODEL_CARD.md': card }],
  ['a card in a folder of a package', { 'src/models/churn/model_card.md': card }],
  [
    'a README that says all three',
    { 'README.md': `# Cars\n${purpose}${data}\n## Results\nOn the test set the RMSE is 4,794 and the R2 0.91.\n` },
  ],
  [
    'a table of results',
    { 'README.md': `# Cars\n${purpose}${data}\n## Results\n| Model | MAE | RMSE |\n|---|---|---|\n| boosting | 2.3 | 4.7 |\n` },
  ],
  [
    'a table in HTML, data named in passing',
    {
      'README.md':
        '## Masked Autoencoders\nThis is a re-implementation of the Autoencoder of the paper.\n\nThe checkpoints were pre-trained on ImageNet-1K.\n\n### Fine-tuning\n<table><tr>\n<td>ImageNet (no external data)</td>\n<td>83.6</td>\n<td>85.9</td>\n</tr></table>\n',
    },
  ],
  [
    'reStructuredText',
    {
      'README.rst':
        'Speech\n======\n\nA model that recognises spoken digits of children.\n\nTraining data\n-------------\n\nThe corpus contains 900 hours of Kinder recordings.\n\nQuality\n-------\n\nWord error rate (WER): 7.4 on the held-out speakers.\n',
    },
  ],
  // Honest and unusual: a library that ships a model, with a page of its results.
  [
    'a page on the model of a library',
    {
      'README.md': '# tool\nThis is a library for pathology in Python.\n',
      'docs/source/panda_model.md':
        '# DeepMIL model\nThe models predict the grade of prostate cancer from slides.\n\nThey are trained on the PANDA slides of two hospitals.\n\n| Split | Accuracy |\n|---|---|\n| test | 0.79 |\n',
    },
  ],
  [
    'a card in YAML',
    {
      'model_card.yaml':
        'intended_use: ranks customers by the chance that they leave within a month of today\ntraining_data: all 41,200 contracts of 2023 in the Billing warehouse, by month\nperformance: ROC AUC of 0.83 on January\n',
    },
  ],
]

present.push(
  [
    'a page under the name of the thing, in words of a model',
    {
      'README.md': '# tool\nIt is a service of the shops, written in Python.\n',
      'docs/references/spelling.md':
        '# Spelling\nTexts have slips of the pen.\n\nMistral-7B was fine-tuned on lists of ingredients from the Open Food database.\n\n| Model | Precision | Recall |\n|---|---|---|\n| ours | 0.664 | 0.630 |\n',
    },
  ],
  [
    'a card that says its quality in words, at length',
    {
      'MODEL_CARD.md': card.replace(
        'ROC AUC of 0.83 on the contracts of January 2024.',
        'It is about as accurate as people are. '.repeat(10),
      ),
    },
  ],
)

const partial: [string, Files][] = [
  ['purpose and data, no figure', { 'README.md': `# Cars\n${purpose}${data}` }],
  ['a figure in the output of an example', { 'README.md': `# Cars\n${purpose}${data}\n\`\`\`\n{"f1": 0.9046}\n\`\`\`\n` }],
  ['a threshold is no figure', { 'README.md': `# Cars\n${purpose}${data}\nIf accuracy drops below 0.8 the model is trained again.\n` }],
  [
    'a badge is no figure',
    { 'README.md': `# Cars\n![accuracy 0.99](https://img.shields.io/badge/accuracy-0.99-green)\n${purpose}${data}` },
  ],
  ['trained on machines', { 'README.md': `# Cars\n${purpose}The model was trained on 8 GPUs.\n\nAccuracy: 0.91\n` }],
  [
    'the problem in a section of its own, far down',
    {
      'README.md': `# Delivery of models\n${'The pipeline builds what changed and waits for the last run.\n\n'.repeat(50)}## Sample project\n${purpose}`,
    },
  ],
  [
    'a service that predicts, named by its kind',
    {
      'models/revert/README.md':
        '# Reverts\nThe revert-risk inference service uses the text of an article to predict the risk that it is reverted.\n',
    },
  ],
  [
    'a library that is used is not what it presents',
    { 'README.md': `# Cars\nWe use the hooks of a framework, which is a framework for formatting.\n${purpose}` },
  ],
  [
    'what it makes of its inputs',
    {
      'README.md':
        '# Masks\nThe Masking Model (MM) produces outlines of cells from points.\nIt has been trained on a dataset of 11 million images.\nIt is strong on many tasks.\n',
    },
  ],
  [
    'a card with a word of quality',
    { 'MODEL_CARD.md': card.replace('ROC AUC of 0.83 on the contracts of January 2024.', 'It is accurate.') },
  ],
  ['in two documents, none whole', { 'README.md': `# Cars\n${purpose}`, 'model_info/report.md': '# Statistics\nAccuracy: 0.71\n' }],
]

const absent: [string, Files][] = [
  // The evasion: all the headings of a card, and nobody filled it in.
  [
    'a form',
    {
      'MODEL_CARD.md':
        '# Model Card for {{ model_id }}\n\n## Model Details\n\n[More Information Needed]\n\n## Training Data\n\n[More Information Needed]\n\n## Evaluation\n\nAccuracy: [More Information Needed]\n',
    },
  ],
  ['headings alone', { 'MODEL_CARD.md': '# Model card\n\n## Intended use\n\n## Training data\n\n## Performance\n' }],
  ['a title', { 'README.md': '# Weather prediction system\n' }],
  ['a library', { 'README.md': '# tool\nThis is a Python library for training models that predict the price of anything.\n' }],
  [
    'a template for making models',
    {
      'README.md':
        '# Recipes\n\nRead on.\n\nAsk us.\n\nMore of it is in the guide.\n\nIt grows.\n\nThis repository is a template for developing production-ready classification models with the recipe.\n',
    },
  ],
  [
    'far down, in a section on how things are run',
    {
      'README.md': `# Delivery of models\n${'The pipeline builds what changed and waits for the last run.\n\n'.repeat(50)}## Deployment\n${purpose}`,
    },
  ],
  ['how to run it', { 'README.md': '# tool\nRun `predict.py` to predict on new data with the model and write predictions.\n' }],
  [
    'exercises of a book',
    {
      'README.md':
        '# Learning\nThe code for the book Learning from Tables.\n\nWe start small.\n\n* Using the model to predict the prices of cars\n',
    },
  ],
  [
    'a package that says so after pictures and praise',
    {
      'README.md': `# Volumes\n${'Praise of it.\n\n'.repeat(8)}Volumes is a Python package for augmentation.\n`,
      'src/volumes/__init__.py': '',
      'docs/index.md': `# Start\n${purpose}`,
    },
  ],
  [
    'a page on how things are trained, with figures of something else',
    { 'docs/guide.md': '# Guide\nRun the training on the Billing data.\n\nIt takes 4.5 hours with a recall of memory.\n' },
  ],
  ['a model of how to work', { 'README.md': '# Way\nThis is a reference model for managing projects of five teams.\n' }],
  ['somebody else’s', { 'vendor/x/MODEL_CARD.md': card }],
  ['no document', { 'train.py': '"""Predicts churn of phone customers with a model."""\n' }],
  ['code of a template', { 'templates/MODEL_CARD.md': card }],
]

describe('documents of the model', () => {
  test.each(present)('purpose, data and quality: %s', async (_, files) => {
    expect(await answer(files)).toBe('present')
  })
  test.each(partial)('not all of it: %s', async (_, files) => {
    expect(await answer(files)).toBe('partial')
  })
  test.each(absent)('none: %s', async (_, files) => {
    expect(await answer(files)).toBe('absent')
  })
  test('each part at its line', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'MODEL_CARD.md': card }) }, context)
    expect(finding.items).toEqual([
      { path: 'MODEL_CARD.md', line: 3, note: 'says what the model is for' },
      { path: 'MODEL_CARD.md', line: 6, note: 'says what it was trained on' },
      { path: 'MODEL_CARD.md', line: 10, note: 'says how good it is' },
      { path: 'MODEL_CARD.md', line: 12, note: 'says where it must not be used or what it cannot do' },
    ])
  })
  test('a card that cannot be read is told', async () => {
    const finding = await probe.collect({ repo: memoryRepo({ 'docs/model-card.pdf': '%PDF' }) }, context)
    expect(finding.state).toBe('absent')
    expect(finding.limits.join(' ')).toContain('docs/model-card.pdf')
  })
})

test('what `it` does is read with the sentence before', async () => {
  const page = (second: string): Files => ({ 'docs/about.md': `# Late parcels\n\nThe hall asks a boosted model each morning. ${second}\n` })
  expect(await answer(page('It estimates how late a parcel of that day will be.'))).toBe('partial')
  expect(await answer(page('It costs us two machines and a good deal of coffee.'))).toBe('absent')
})
