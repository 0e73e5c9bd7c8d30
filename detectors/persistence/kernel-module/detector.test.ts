import { testDetector } from '../../../test/support/detector-cases';
import { kernelModule } from './detector';

testDetector(kernelModule, __dirname);
