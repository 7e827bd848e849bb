import Glibc

extension Folder {
  /// Runs the body while no other command starts or stops this cluster; the kernel frees the lock of a killed process.
  ///
  /// Waits up to two minutes for another command and says so once.
  func whileLocked<Value>(
    progress: (ClusterStep) -> Void, _ body: () throws(ClusterError) -> Value
  ) throws(ClusterError) -> Value {
    let lock = try OpenFile(file("lock"), O_RDWR | O_CREAT)
    let end = ContinuousClock.now + .seconds(120)
    var hasTold = false
    while flock(lock.descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw ClusterError(errno, path: file("lock"), action: "lock")
      }
      guard ContinuousClock.now < end else { throw .busy(folder: path) }
      if !hasTold { progress(.waiting) }
      hasTold = true
      usleep(10_000)
    }
    defer { flock(lock.descriptor, LOCK_UN) }
    return try body()
  }
}
