import { describe, expect, test } from 'vitest'
import { type Files, told } from './told-fixture.ts'

const starting =
  'import boto3\n\nclient = boto3.client("sagemaker")\n\ndef lambda_handler(event, context):\n    start_job("m")\n\ndef start_job(name):\n    client.create_training_job(TrainingJobName=name)\n'
const tidying = 'import boto3\n\ndef lambda_handler(event, context):\n    boto3.client("s3").delete_object(Bucket="b", Key="k")\n'

const template = (source: string, called: string): string => `Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
        - Name: Source
          Actions:
            - Name: In
              ActionTypeId: {Category: Source, Owner: AWS, Version: 1, Provider: S3}
              Configuration: {S3Bucket: !Ref Bucket, S3ObjectKey: ${source}}
        - Name: Go
          Actions:
            - Name: Go
              ActionTypeId: {Category: Invoke, Owner: AWS, Version: 1, Provider: Lambda}
              Configuration:
                FunctionName: {"Fn::Join": ["", ["${called}-", !Ref Id]]}
  One:
    Type: AWS::Lambda::Function
    Properties:
      Handler: learn.lambda_handler
      FunctionName: !Join ["", ["learn-", !Ref Id]]
  Two:
    Type: AWS::Lambda::Function
    Properties:
      Handler: tidy.lambda_handler
      FunctionName: !Sub "tidy-\${Id}"
`
const pipeline = (source: string, called: string): Files => ({
  'aws/pipeline.yml': template(source, called),
  'aws/code/learn.py': starting,
  'aws/code/tidy.py': tidying,
})

const sam = (event: string, code = starting): Files => ({
  'template.yaml': `Transform: AWS::Serverless-2016-10-31\nResources:\n  Learn:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src/learn/\n      Handler: app.lambda_handler\n      Events:\n        Go:\n${event}`,
  'src/learn/app.py': code,
})
const daily = '          Type: Schedule\n          Properties:\n            Schedule: rate(1 day)\n'

const terraform = (rule: string): Files => ({
  'infra/main.tf': `resource "aws_lambda_function" "go" {\n  function_name = "go"\n  handler = "learn.lambda_handler"\n}\n\nresource "aws_cloudwatch_event_rule" "tick" {\n${rule}}\n\nresource "aws_cloudwatch_event_target" "t" {\n  rule = aws_cloudwatch_event_rule.tick.name\n  arn = aws_lambda_function.go.arn\n}\n`,
  'functions/learn.py': starting,
})

const cases: [name: string, files: Files, answer: string][] = [
  ['a pipeline whose source is rows', pipeline('train/rows.csv', 'learn'), 'present: event'],
  ['a pipeline whose source is an archive of code, and nothing keeps the model', pipeline('code.zip', 'learn'), 'partial: push'],
  ['the pipeline calls another function: an imitation', pipeline('train/rows.csv', 'tidy'), 'partial: event'],
  ['SAM on a schedule', sam(daily), 'present: schedule'],
  ['SAM on a schedule that is off', sam(`${daily}            Enabled: false\n`), 'partial: schedule'],
  ['a new object starts the function', sam('          Type: S3\n          Properties:\n            Bucket: rows\n'), 'present: event'],
  ['SAM on a schedule that tidies: an imitation', sam(daily, tidying), 'schedule, trains nothing'],
  [
    'Serverless on a schedule',
    {
      'serverless.yml':
        'service: s\nprovider: {name: aws}\nfunctions:\n  learn:\n    handler: jobs/learn.lambda_handler\n    events:\n      - schedule: rate(7 days)\n',
      'jobs/learn.py': starting,
    },
    'present: schedule',
  ],
  ['Terraform on a schedule', terraform('  schedule_expression = "rate(1 day)"\n'), 'present: schedule'],
  ['Terraform on a schedule that is off', terraform('  schedule_expression = "rate(1 day)"\n  is_enabled = false\n'), 'partial: schedule'],
  [
    'names that no cloud takes are no patterns',
    {
      'a.tf':
        'resource "aws_lambda_function" "x(" {\n  handler = "learn.lambda_handler"\n}\nresource "aws_cloudwatch_event_target" "t" {\n  arn = "["\n}\n',
      'b.yml':
        'Resources:\n  "(":\n    Type: AWS::StepFunctions::StateMachine\n  R:\n    Type: AWS::Events::Rule\n    Properties: {Targets: ["["]}\n',
      'learn.py': tidying,
    },
    'absent',
  ],
  ['Terraform on an event', terraform('  event_pattern = "{}"\n'), 'present: event'],
]

describe('functions of a cloud', () => {
  test.each(cases)('%s', async (_, files, answer) => {
    expect(await told(files)).toBe(answer)
  })
})
