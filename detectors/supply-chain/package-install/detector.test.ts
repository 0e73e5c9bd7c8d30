import { testDetector } from '../../../test/support/detector-cases';
import { packageInstall } from './detector';

testDetector(packageInstall, __dirname);
