import DreamKit
import DreamLanguage
import Kernel

print("dreamkit")
