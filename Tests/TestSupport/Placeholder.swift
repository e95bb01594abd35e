import DreamKit
