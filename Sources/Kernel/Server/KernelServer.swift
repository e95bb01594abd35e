import DreamLanguage

/// A Jupyter kernel that serves one session. (Skeleton.)
public enum KernelServer {}
