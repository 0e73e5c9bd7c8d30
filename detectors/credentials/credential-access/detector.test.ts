import { testDetector } from '../../../test/support/detector-cases';
import { credentialAccess } from './detector';

testDetector(credentialAccess, __dirname);
