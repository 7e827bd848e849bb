enum TestCluster {}
