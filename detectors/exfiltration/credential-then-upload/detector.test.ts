import { testDetector } from '../../../test/support/detector-cases';
import { credentialThenUpload } from './detector';

testDetector(credentialThenUpload, __dirname);
