import { testDetector } from '../../../test/support/detector-cases';
import { toolDescriptionChanged } from './detector';

testDetector(toolDescriptionChanged, __dirname);
