# check: syntax
block A(x: int)
{
  relu
  repe�<��ם�Ǽ��[��x��[��6"at 3
  
 b{  n 
  }
  label:
  {
   ?!bn
  }
}

n[��6"A��
{
  conv(1 2)
}
