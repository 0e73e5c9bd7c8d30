import { testDetector } from '../../../test/support/detector-cases';
import { sshAccess } from './detector';

testDetector(sshAccess, __dirname);
