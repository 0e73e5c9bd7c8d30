import { testDetector } from '../../../test/support/detector-cases';
import { spendAndPublish } from './detector';

testDetector(spendAndPublish, __dirname);
