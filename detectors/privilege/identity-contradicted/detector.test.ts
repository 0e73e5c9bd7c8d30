import { testDetector } from '../../../test/support/detector-cases';
import { identityContradicted } from './detector';

testDetector(identityContradicted, __dirname);
