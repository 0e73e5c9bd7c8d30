import { testDetector } from '../../../test/support/detector-cases';
import { rootCertificate } from './detector';

testDetector(rootCertificate, __dirname);
