import { FakeRecognizer, fakeSpeech } from '../helpers/fake-recognizer.ts'
import { describeRecognizer } from './recognizer.contract.ts'

describeRecognizer('FakeRecognizer', () => ({
  create: () => new FakeRecognizer({ rate: 8000, vocabulary: ['', 'hello', 'there'] }),
  speech: fakeSpeech([
    [1, 300],
    [0, 100],
    [2, 400],
    [0, 600],
  ]),
  said: 'hello there',
  allowedErrors: 0,
}))
