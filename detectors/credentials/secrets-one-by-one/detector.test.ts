import { testDetector } from '../../../test/support/detector-cases';
import { secretsOneByOne } from './detector';

testDetector(secretsOneByOne, __dirname);
