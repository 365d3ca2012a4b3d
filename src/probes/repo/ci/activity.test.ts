import { expect, test } from 'vitest'
import { activityInWords, activityOf } from './activity.ts'

test.each([
  ['pytest tests', 'unit_tests'],
  ['pytest tests/e2e', 'pipeline_test'],
  ['ruff check .', 'lint'],
  ['docker build -t x .', 'build'],
  ['kubectl apply -f x', 'deploy'],
  ['kubectl rollout undo deployment/x', 'rollback'],
  ['helm rollback x 1', 'rollback'],
  ['helm upgrade --install x .', 'deploy'],
  ['great_expectations checkpoint run x', 'schema_check'],
  ['dbt test', 'schema_check'],
  ['python src/train.py --epochs 3', 'training'],
  ['python -m app.training', 'training'],
  ['dvc repro', 'training'],
  ['python src/evaluate.py', 'model_evaluation'],
  ['python scripts/validate_model.py', 'model_evaluation'],
  ['python scripts/check_data_schema.py', 'schema_check'],
  ['python scripts/fairness_report.py', 'fairness'],
  ['python scripts/check_reproducible.py', 'reproducibility'],
  ['echo train deploy pytest', 'other'],
  ['cat train.py', 'other'],
  ['pip install pytest', 'other'],
  ['python scripts/constraint.py', 'other'],
])('%s: %s', (command, activity) => expect(activityOf(command.split(' '))).toBe(activity))

test.each([
  ['Run pytest', 'unit_tests'],
  ['Integration tests', 'pipeline_test'],
  ['Validate data', 'schema_check'],
  ['Deploy to production', 'deploy'],
  ['Set up job', 'other'],
  ['Constrain the latest', 'other'],
])('words %s: %s', (words, activity) => expect(activityInWords(words)).toBe(activity))
