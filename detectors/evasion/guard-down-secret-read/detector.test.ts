import { testDetector } from '../../../test/support/detector-cases';
import { guardDownSecretRead } from './detector';

testDetector(guardDownSecretRead, __dirname);
