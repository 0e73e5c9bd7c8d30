import { testDetector } from '../../../test/support/detector-cases';
import { evaluationGaming } from './detector';

testDetector(evaluationGaming, __dirname);
